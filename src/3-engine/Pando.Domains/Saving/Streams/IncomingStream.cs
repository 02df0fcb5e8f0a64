using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way from a file into QEMU: who reads the file, perhaps a program that unpacks, and a pipe.</summary>
internal sealed class IncomingStream : IDisposable
{
    private readonly Pipe _pipe;
    private readonly Pipe? _unpacked;
    private readonly Packer? _packer;
    private readonly IncomingFile _file;
    private readonly string _machine;

    private IncomingStream(Pipe pipe, Pipe? unpacked, Packer? packer, IncomingFile file, string machine) =>
        (_pipe, _unpacked, _packer, _file, _machine) = (pipe, unpacked, packer, file, machine);

    /// <summary>What QEMU reads from.</summary>
    public SafeHandle ForQemu => (_unpacked ?? _pipe).Theirs;

    /// <summary>Bytes of the file so far.</summary>
    public long Done => _file.Done;

    /// <summary>Lays it.</summary>
    public static IncomingStream Open(SafeFileHandle file, string path, long offset, SaveCompression compression, bool bypassCache, string machine)
    {
        var pipe = Pipe.ToWrite();
        Pipe? unpacked = null;
        try
        {
            Packer? packer = null;
            if (compression != SaveCompression.Raw)
            {
                unpacked = Pipe.Between(theirsWrites: false);
                packer = Packer.Start(compression, unpack: true, pipe.Theirs, unpacked.Ours, machine);
                unpacked.Ours.Dispose();
                pipe.Given();
            }
            return new IncomingStream(pipe, unpacked, packer, new IncomingFile(file, path, offset, bypassCache), machine);
        }
        catch
        {
            pipe.Dispose();
            unpacked?.Dispose();
            throw;
        }
    }

    /// <summary>QEMU has its end.</summary>
    public void Given() => (_unpacked ?? _pipe).Given();

    /// <summary>Reads to the end of the file, and tells QEMU that it is the end.</summary>
    public async Task<StreamSummary> RunAsync(CancellationToken cancellationToken)
    {
        var summary = await _file.ReadAsync(_pipe, cancellationToken);
        _pipe.Dispose();
        if (_packer is not null)
        {
            await _packer.EndAsync(_machine, cancellationToken);
        }
        return summary;
    }

    public void Dispose()
    {
        _packer?.Dispose();
        _pipe.Dispose();
        _unpacked?.Dispose();
    }
}
