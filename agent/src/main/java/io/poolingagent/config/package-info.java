/**
 * What the operator told the agent: {@link io.poolingagent.config.Settings} and how it is read.
 *
 * <p>Start here: {@link io.poolingagent.config.Setting} lists every setting with its default. The
 * HOCON library is touched by one class only ({@code SettingsFile}), which is loaded only when a
 * settings file is named, so that the common start reads strings and nothing else.
 */
@NullMarked
package io.poolingagent.config;

import org.jspecify.annotations.NullMarked;
