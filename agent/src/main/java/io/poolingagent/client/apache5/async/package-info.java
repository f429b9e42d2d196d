/**
 * The asynchronous clients of Apache HttpClient 5.0 to 5.6, HTTP/1.1 and HTTP/2, minimal or not.
 *
 * <p><b>What is pooled.</b> Nothing. A connection belongs to the I/O reactor that opened it, whose
 * threads stop with the client, so it could only be shared by a reactor of the agent's own. Each
 * client is told to the audit.
 */
@NullMarked
package io.poolingagent.client.apache5.async;

import org.jspecify.annotations.NullMarked;
