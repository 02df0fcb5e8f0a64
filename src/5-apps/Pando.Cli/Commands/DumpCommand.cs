using Pando.Api.Saving;
using Pando.Cli.Failures;
using Pando.Cli.Following;

namespace Pando.Cli.Commands;

/// <summary><c>pando dump</c>.</summary>
internal static class DumpCommand
{
    public static CliCommand Make(string name)
    {
        var machine = Operand.Machine();
        var file = new Operand("FILE", WordKind.File);
        var (live, crash, reset) = (new Flag("--live"), new Flag("--crash"), new Flag("--reset"));
        var (bypass, memory, verbose) = (new Flag("--bypass-cache"), new Flag("--memory-only"), new Flag("--verbose"));
        var format = new Setting("--format", "FORMAT")
        {
            Choices = ["elf", "kdump-zlib", "kdump-lzo", "kdump-snappy", "win-dmp", "raw", "gzip", "bzip2", "xz", "lzop", "zstd"],
        };
        return new CliCommand(name, "dump", DumpAsync, machine, file, live, crash, bypass, reset, verbose, memory, format)
        {
            Examples = ["pando dump web1 /var/tmp/web1.core --memory-only", "pando dump web1 web1.core --memory-only --format kdump-zlib --crash"],
        };

        async Task<int> DumpAsync(Run run)
        {
            if (run.Has(crash) && run.Has(reset))
            {
                throw CliException.Usage("crash-and-reset");
            }
            var request = new DumpRequest
            {
                Path = HostFile.Of(run.Value(file)),
                Live = run.Has(live),
                Crash = run.Has(crash),
                Reset = run.Has(reset),
                BypassCache = run.Has(bypass),
                MemoryOnly = run.Has(memory),
                Format = run.Value(format),
            };
            var job = await JobFollower.OwnAsync(run, () => run.Client.StartDumpAsync(run.Value(machine), request));
            run.Say(job, "machine.dumped", ("name", job.Subject), ("file", request.Path));
            return ExitCode.Done;
        }
    }
}
