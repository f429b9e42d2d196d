/** Applications that load their client library in ways of their own. */
@NullMarked
package io.poolingagent.app.loaders;

import org.jspecify.annotations.NullMarked;
