namespace Pando.LibvirtServer.Streams;

/// <summary>Bytes that are there already: a screenshot's.</summary>
internal sealed class BytesStream(ReadOnlyMemory<byte> bytes) : IStreamWork
{
    public async Task RunAsync(ServerStream stream, CancellationToken over) => await stream.WriteAsync(bytes, over);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
