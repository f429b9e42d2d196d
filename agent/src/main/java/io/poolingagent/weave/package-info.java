/**
 * Byte code: which hooks go where, how woven code reaches an adapter. The only package (with the
 * {@code Hooks} classes) that knows Byte Buddy.
 */
@NullMarked
package io.poolingagent.weave;

import org.jspecify.annotations.NullMarked;
