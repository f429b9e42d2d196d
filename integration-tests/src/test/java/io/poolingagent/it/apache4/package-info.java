/** Apache HttpClient 4 under the agent: what only this library can do wrong. */
@NullMarked
package io.poolingagent.it.apache4;

import org.jspecify.annotations.NullMarked;
