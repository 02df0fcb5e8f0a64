using System.Runtime.InteropServices;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way between QEMU and who reads or writes the file: a pipe, and before it a program that packs or unpacks if one is wanted.</summary>
internal sealed class PackedPipe : IDisposable
{
    private readonly Pipe? _unpacked;
    private readonly Packer? _packer;
    private readonly string _machine;

    private PackedPipe(Pipe ours, SaveCompression compression, bool fromQemu, string machine)
    {
        (Ours, _machine) = (ours, machine);
        if (compression == SaveCompression.Raw)
        {
            return;
        }
        try
        {
            // Nobody here reads or writes it: the program's own end is the other one's.
            _unpacked = Pipe.Between(theirsWrites: fromQemu);
            _packer = fromQemu
                ? Packer.Start(compression, unpack: false, _unpacked.Ours, ours.Theirs, machine)
                : Packer.Start(compression, unpack: true, ours.Theirs, _unpacked.Ours, machine);
            _unpacked.Ours.Dispose();
            ours.Given();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The end of who reads or writes the file.</summary>
    public Pipe Ours { get; }

    /// <summary>QEMU's end.</summary>
    public SafeHandle ForQemu => (_unpacked ?? Ours).Theirs;

    /// <summary>What QEMU writes can be read, packed.</summary>
    public static PackedPipe FromQemu(SaveCompression compression, string machine) => new(Pipe.ToRead(), compression, fromQemu: true, machine);

    /// <summary>What is written goes to QEMU, unpacked.</summary>
    public static PackedPipe ToQemu(SaveCompression compression, string machine) => new(Pipe.ToWrite(), compression, fromQemu: false, machine);

    /// <summary>QEMU has its end: the stream ends when one side closes its own.</summary>
    public void Given() => (_unpacked ?? Ours).Given();

    /// <summary>Waits for the program to end well.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _packer?.EndAsync(_machine, cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        _packer?.Dispose();
        Ours.Dispose();
        _unpacked?.Dispose();
    }
}
