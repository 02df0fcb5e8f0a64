using Pando.Domains;
using Pando.Libvirt;

namespace Pando.LibvirtServer.Streams;

/// <summary>A machine's console: what the guest writes, and what is typed.</summary>
internal sealed class ConsoleStream(IConsoleAttachment console) : IStreamWork
{
    public async Task RunAsync(ServerStream stream, CancellationToken over)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over);
        var (showing, typing) = (ShowAsync(stream, ending.Token), TypeAsync(stream, ending.Token));
        try
        {
            await await Task.WhenAny(showing, typing);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(showing, typing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (console.TakenOver)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.Rpc, LibvirtErrorDomain.Streams, "stream had I/O failure: the console is another client's now");
        }
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    private async Task ShowAsync(ServerStream stream, CancellationToken cancellationToken)
    {
        await foreach (var bytes in console.ReadAsync(cancellationToken))
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
    }

    private async Task TypeAsync(ServerStream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReadPieceAsync(cancellationToken) is { IsEnd: false } piece)
        {
            await console.WriteAsync(piece.Data, cancellationToken);
        }
    }
}
