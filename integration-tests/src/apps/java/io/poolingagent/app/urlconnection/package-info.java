/** An application on the JDK's {@code HttpURLConnection}. */
@NullMarked
package io.poolingagent.app.urlconnection;

import org.jspecify.annotations.NullMarked;
