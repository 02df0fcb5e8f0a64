using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Domains.Saving.Streams;

/// <summary>The way from QEMU into a file: a pipe, perhaps a program that packs, and who writes the file.</summary>
internal sealed class OutgoingStream : IDisposable
{
    private readonly Pipe _pipe;
    private readonly Pipe? _unpacked;
    private readonly Packer? _packer;
    private readonly OutgoingFile _file;
    private readonly string _machine;

    private OutgoingStream(Pipe pipe, Pipe? unpacked, Packer? packer, OutgoingFile file, string machine) =>
        (_pipe, _unpacked, _packer, _file, _machine) = (pipe, unpacked, packer, file, machine);

    /// <summary>What QEMU writes into.</summary>
    public SafeHandle ForQemu => (_unpacked ?? _pipe).Theirs;

    /// <summary>Bytes in the file so far.</summary>
    public long Written => _file.Written;

    /// <summary>Lays it.</summary>
    /// <param name="file">Open for writing.</param>
    /// <param name="path">Its name, for errors.</param>
    /// <param name="offset">Where the stream begins in it.</param>
    /// <param name="compression">How it is packed.</param>
    /// <param name="bypassCache">Whether it is written past the page cache.</param>
    /// <param name="machine">For errors.</param>
    public static OutgoingStream Open(SafeFileHandle file, string path, long offset, SaveCompression compression, bool bypassCache, string machine)
    {
        var pipe = Pipe.ToRead();
        Pipe? unpacked = null;
        try
        {
            Packer? packer = null;
            if (compression != SaveCompression.Raw)
            {
                // Nobody here reads it: the program's own end is the other one's.
                unpacked = Pipe.Between(theirsWrites: true);
                packer = Packer.Start(compression, unpack: false, unpacked.Ours, pipe.Theirs, machine);
                unpacked.Ours.Dispose();
                pipe.Given();
            }
            return new OutgoingStream(pipe, unpacked, packer, new OutgoingFile(file, path, offset, bypassCache), machine);
        }
        catch
        {
            pipe.Dispose();
            unpacked?.Dispose();
            throw;
        }
    }

    /// <summary>QEMU has its end: the stream ends when it closes it.</summary>
    public void Given() => (_unpacked ?? _pipe).Given();

    /// <summary>Writes until QEMU has nothing more.</summary>
    public async Task<StreamSummary> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var summary = await _file.WriteAsync(_pipe, cancellationToken);
            if (_packer is not null)
            {
                await _packer.EndAsync(_machine, cancellationToken);
            }
            return summary;
        }
        finally
        {
            // Who writes into a pipe that nobody reads is told so, and does not wait for ever.
            _pipe.Dispose();
        }
    }

    public void Dispose()
    {
        _packer?.Dispose();
        _pipe.Dispose();
        _unpacked?.Dispose();
    }
}
