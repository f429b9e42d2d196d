/** Start-up of the agent, its log, and what it counts as its own failures. */
@NullMarked
package io.poolingagent.agent;

import org.jspecify.annotations.NullMarked;
