/**
 * OkHttp as applications use it. Compiled against 3.14; what 3.0 lacks is reached only by
 * experiments for later versions.
 */
@org.jspecify.annotations.NullMarked
package io.poolingagent.app.okhttp;
