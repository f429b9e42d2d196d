/**
 * What holds for every client library under the agent, and at which versions it is looked at: the
 * lowest and newest always (of Apache 5 the newest), the others with {@code -Dit.wide=true}.
 */
@NullMarked
package io.poolingagent.it.contract;

import org.jspecify.annotations.NullMarked;
