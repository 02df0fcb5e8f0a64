using System.Threading.Channels;
using Pando.Domains;

namespace Pando.Rest.Tests.Serving;

/// <summary>A console whose guest is the test.</summary>
internal sealed class FakeConsole : IConsoleAttachment
{
    public Channel<ReadOnlyMemory<byte>> FromGuest { get; } = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

    public Channel<byte[]> ToGuest { get; } = Channel.CreateUnbounded<byte[]>();

    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool TakenOver { get; set; }

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default) =>
        FromGuest.Reader.ReadAllAsync(cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        ToGuest.Writer.WriteAsync(bytes.ToArray(), cancellationToken);

    public ValueTask DisposeAsync()
    {
        Left.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
