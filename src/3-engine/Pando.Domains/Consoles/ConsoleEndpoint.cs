using System.Net.Sockets;
using Pando.Linux.Sockets;
using Pando.Linux.Terminals;
using Pando.Model.Domains.Devices;

namespace Pando.Domains.Consoles;

/// <summary>Where the host's end of a console is, and how to connect to it.</summary>
internal abstract record ConsoleEndpoint
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    /// <summary>Null for a backend that nobody can look at from here.</summary>
    public static ConsoleEndpoint? Of(CharacterBackend? backend) => backend switch
    {
        PtyBackend { Path: { } path } => new Terminal(path),
        UnixBackend { Path: { } path, Listens: true } => new UnixSocket(path),
        _ => null,
    };

    public abstract Task<IConsoleLine> ConnectAsync(CancellationToken cancellationToken);

    private sealed record Terminal(string Path) : ConsoleEndpoint
    {
        public override Task<IConsoleLine> ConnectAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IConsoleLine>(new TerminalLine(PseudoTerminal.Open(Path)));
    }

    private sealed record UnixSocket(string Path) : ConsoleEndpoint
    {
        public override async Task<IConsoleLine> ConnectAsync(CancellationToken cancellationToken) =>
            new SocketLine(await UnixConnect.ConnectAsync(Path, ConnectLimit, cancellationToken));
    }
}

/// <summary>A connected console: bytes both ways. Reads 0 at the end.</summary>
internal interface IConsoleLine : IDisposable
{
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}

internal sealed class TerminalLine(PseudoTerminal terminal) : IConsoleLine
{
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => terminal.ReadAsync(buffer, cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => terminal.WriteAsync(bytes, cancellationToken);

    public void Dispose() => terminal.Dispose();
}

internal sealed class SocketLine(Socket socket) : IConsoleLine
{
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => socket.ReceiveAsync(buffer, cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    public void Dispose() => socket.Dispose();
}
