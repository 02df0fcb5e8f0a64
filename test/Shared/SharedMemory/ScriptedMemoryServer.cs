using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Sockets;

namespace Pando.Testing;

/// <summary>
/// A server of shared memory with bells, and another peer of it (QEMU's docs/specs/ivshmem-spec.rst, client-server protocol): each
/// message is a number of eight bytes, most with a descriptor.
/// </summary>
internal sealed class ScriptedMemoryServer : IDisposable
{
    /// <summary>The number of the peer that QEMU is.</summary>
    public const int Guest = 3;

    /// <summary>The number of the peer that the test is.</summary>
    public const int Peer = 5;

    private const long Version = 0;
    private const long Memory = -1;
    private const int Vectors = 2;

    private readonly Socket _listener;
    private readonly SafeFileHandle _memory = MemoryFile.Create("bell");
    // Descriptors that a counter of events is to QEMU: it writes eight bytes to ring.
    private readonly (Socket Ours, Socket Theirs)[] _bells = [.. Enumerable.Range(0, 2 * Vectors).Select(static _ => UnixPair.Open())];
    private Socket? _qemu;

    public ScriptedMemoryServer(string path, int size)
    {
        _listener = UnixListener.Bind(path, new UnixListenerOptions { Mode = (UnixFileMode)0b110_110_110 });
        RandomAccess.SetLength(_memory, size);
    }

    /// <summary>Takes QEMU in and tells it what it needs to know.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        _qemu = await _listener.AcceptAsync(cancellationToken);
        await TellAsync(Version);
        await TellAsync(Guest);
        await DescriptorPassing.SendAsync(_qemu, BitConverter.GetBytes(Memory), [_memory], cancellationToken);
        for (var bell = 0; bell < _bells.Length; bell++)
        {
            await DescriptorPassing.SendAsync(_qemu, BitConverter.GetBytes((long)(bell < Vectors ? Peer : Guest)), [_bells[bell].Theirs.SafeHandle], cancellationToken);
        }

        Task TellAsync(long number) => _qemu.SendAsync(BitConverter.GetBytes(number), cancellationToken).AsTask();
    }

    /// <summary>Waits until the guest rings one of the peer's bells.</summary>
    public async Task RungAsync(int vector, CancellationToken cancellationToken)
    {
        var ring = new byte[sizeof(long)];
        await _bells[vector].Ours.ReceiveAsync(ring, cancellationToken);
        Assert.Equal(1, BitConverter.ToInt64(ring));
    }

    /// <summary>A word of the memory.</summary>
    public async Task<uint> ReadAsync(long offset, CancellationToken cancellationToken)
    {
        var word = new byte[sizeof(uint)];
        await RandomAccess.ReadAsync(_memory, word, offset, cancellationToken);
        return BitConverter.ToUInt32(word);
    }

    /// <summary>Writes one.</summary>
    public ValueTask WriteAsync(long offset, uint word, CancellationToken cancellationToken) =>
        RandomAccess.WriteAsync(_memory, BitConverter.GetBytes(word), offset, cancellationToken);

    public void Dispose()
    {
        _qemu?.Dispose();
        _listener.Dispose();
        _memory.Dispose();
        foreach (var (ours, theirs) in _bells)
        {
            ours.Dispose();
            theirs.Dispose();
        }
    }
}
