/** The services that the application calls: one embedded server that counts what reaches it. */
@NullMarked
package io.poolingagent.sample.upstream;

import org.jspecify.annotations.NullMarked;
