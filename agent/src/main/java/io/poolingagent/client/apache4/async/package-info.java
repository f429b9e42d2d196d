/**
 * The asynchronous clients of the HttpComponents 4, a library of their own: httpasyncclient 4.0 and
 * 4.1.
 *
 * <p><b>What is pooled.</b> Nothing. A connection belongs to the I/O reactor that opened it, which
 * stops with the client unless the application gave it to several, and then they share already.
 * Each client is told to the audit.
 */
@NullMarked
package io.poolingagent.client.apache4.async;

import org.jspecify.annotations.NullMarked;
