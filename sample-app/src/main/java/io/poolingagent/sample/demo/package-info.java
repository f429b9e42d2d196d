/**
 * Measures the application in JVMs of their own: without the agent, with it, and with one client
 * kept by hand.
 */
@NullMarked
package io.poolingagent.sample.demo;

import org.jspecify.annotations.NullMarked;
