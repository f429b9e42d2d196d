/**
 * What holds for every client library under the agent, and at which versions it is looked at: the
 * lowest and newest always, those between with {@code -Dit.wide=true}.
 */
@NullMarked
package io.poolingagent.it.contract;

import org.jspecify.annotations.NullMarked;
