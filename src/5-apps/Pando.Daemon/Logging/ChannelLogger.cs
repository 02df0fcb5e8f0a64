using Microsoft.Extensions.Logging;

namespace Pando.Daemon.Logging;

/// <summary>The logger of one category.</summary>
internal sealed class ChannelLogger(LogChannel channel, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => channel.Wants(logLevel, category);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            // Values are rendered now: what they describe may have changed when the line is written.
            var facts = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.Select(Rendered).ToArray();
            channel.Add(logLevel, category, eventId.Name, formatter(state, exception), facts, exception);
        }
    }

    private static KeyValuePair<string, object?> Rendered(KeyValuePair<string, object?> fact) =>
        new(fact.Key, Convert.ToString(fact.Value, System.Globalization.CultureInfo.InvariantCulture));
}
