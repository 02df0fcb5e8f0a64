using System.Text;
using Microsoft.Win32.SafeHandles;
using System.Runtime.InteropServices;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Model.Errors;

namespace Pando.Domains.Saving.Streams;

/// <summary>A program that packs or unpacks between two pipes.</summary>
internal sealed class Packer : IDisposable
{
    private const int SigKill = 9;
    private const int ShownBytes = 4096;

    private readonly SpawnedProcess _process;
    private readonly SafeFileHandle _words;
    private readonly string _program;

    private Packer(SpawnedProcess process, SafeFileHandle words, string program) => (_process, _words, _program) = (process, words, program);

    /// <summary>Starts it. Throws <c>save.program-missing</c>, <c>save.program-failed</c>.</summary>
    public static Packer Start(SaveCompression compression, bool unpack, SafeHandle input, SafeHandle output, string machine)
    {
        var program = compression.Program();
        var words = MemoryFile.Create("pando-packer-words");
        try
        {
            var process = ProcessSpawner.Start(new SpawnRequest
            {
                Program = program,
                Arguments = unpack ? compression.UnpackArguments() : compression.PackArguments(),
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C", ["PATH"] = "/usr/bin:/bin" },
                Input = input,
                Output = output,
                Error = words,
                NoNewPrivileges = true,
            });
            return new Packer(process, words, program);
        }
        catch (SyscallException e)
        {
            words.Dispose();
            throw new PeerException(ErrorCodes.Save.ProgramFailed, e.Message, e, ("name", machine), ("program", program));
        }
    }

    /// <summary>Waits for its end; throws <c>save.program-failed</c> with its words when that is no good one.</summary>
    public async Task EndAsync(string machine, CancellationToken cancellationToken)
    {
        var status = await _process.Handle.WaitForExitAsync(cancellationToken);
        if (status is not { IsSuccess: true })
        {
            throw new PeerException(ErrorCodes.Save.ProgramFailed, Words(), ("name", machine), ("program", Path.GetFileName(_program)));
        }
    }

    /// <summary>Kills it where it still runs.</summary>
    public void Dispose()
    {
        _process.Handle.Signal(SigKill);
        _process.Handle.Dispose();
        _words.Dispose();
    }

    private string? Words()
    {
        var bytes = new byte[Math.Min(ShownBytes, RandomAccess.GetLength(_words))];
        var read = RandomAccess.Read(_words, bytes, 0);
        return read == 0 ? null : Encoding.UTF8.GetString(bytes, 0, read).Trim();
    }
}
