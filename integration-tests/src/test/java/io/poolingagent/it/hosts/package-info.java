/**
 * Application servers and other hosts, as they are distributed. A slice runs always, all of them
 * with {@code -Dit.wide=true}, which also fetches them.
 */
@NullMarked
package io.poolingagent.it.hosts;

import org.jspecify.annotations.NullMarked;
