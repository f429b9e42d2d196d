/** Frameworks on top of HTTP clients, which are pooled without being known to the agent. */
@NullMarked
package io.poolingagent.it.frameworks;

import org.jspecify.annotations.NullMarked;
