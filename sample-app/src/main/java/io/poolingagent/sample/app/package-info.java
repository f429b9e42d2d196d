/**
 * The application itself: a market report that asks two HTTP services per ticker, written the way
 * many teams write it. Nothing in here knows about the agent.
 */
@NullMarked
package io.poolingagent.sample.app;

import org.jspecify.annotations.NullMarked;
