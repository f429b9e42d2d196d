/** Small applications that look at what happened before their {@code main}. */
@NullMarked
package io.poolingagent.app.startup;

import org.jspecify.annotations.NullMarked;
