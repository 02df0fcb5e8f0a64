using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pando.LibvirtServer.Tests;

/// <summary>A log of which the failures are kept.</summary>
internal sealed class NotedFailures : ILogger
{
    public ConcurrentQueue<Exception> All { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
        {
            All.Enqueue(exception);
        }
    }
}
