/** When are two pieces of TLS configuration the same for a connection? */
@NullMarked
package io.poolingagent.tls;

import org.jspecify.annotations.NullMarked;
