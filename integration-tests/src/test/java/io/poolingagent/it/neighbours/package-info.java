/** Other agents in the same JVM. */
@NullMarked
package io.poolingagent.it.neighbours;

import org.jspecify.annotations.NullMarked;
