using Pando.Api.Saving;
using Pando.Cli.Failures;
using Pando.Cli.Following;

namespace Pando.Cli.Commands;

/// <summary>Machines into files and back: save, restore, managedsave.</summary>
internal static class SaveCommands
{
    private static readonly string[] Formats = ["raw", "gzip", "bzip2", "xz", "lzop", "zstd"];

    public static CliCommand Save(string name)
    {
        var machine = Operand.Machine();
        var file = new Operand("FILE", WordKind.File);
        var (bypass, running, paused, verbose) = (new Flag("--bypass-cache"), new Flag("--running"), new Flag("--paused"), new Flag("--verbose"));
        var xml = new Setting("--xml", "FILE") { Kind = WordKind.File };
        var format = new Setting("--format", "FORMAT") { Choices = Formats };
        return new CliCommand(name, "save", SaveAsync, machine, file, bypass, xml, running, paused, verbose, format)
        {
            Examples = ["pando save web1 /var/tmp/web1.save", "pando save web1 web1.save --format zstd"],
        };

        async Task<int> SaveAsync(Run run)
        {
            var request = new SaveRequest
            {
                Path = HostFile.Of(run.Value(file)),
                Format = run.Value(format),
                BypassCache = run.Has(bypass),
                Running = RunState.Of(run, running, paused),
                Xml = await HostFile.TextAsync(run, run.Value(xml)),
            };
            var job = await JobFollower.OwnAsync(run, () => run.Client.StartSaveAsync(run.Value(machine), request));
            run.Say(job, "machine.saved-to", ("name", job.Subject), ("file", request.Path));
            return ExitCode.Done;
        }
    }

    public static CliCommand Restore(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var (bypass, running, paused, force) = (new Flag("--bypass-cache"), new Flag("--running"), new Flag("--paused"), new Flag("--force"));
        var resetNvram = new Flag("--reset-nvram");
        var xml = new Setting("--xml", "FILE") { Kind = WordKind.File };
        return new CliCommand(name, "restore", RestoreAsync, file, bypass, xml, running, paused, force, resetNvram)
        {
            Examples = ["pando restore /var/tmp/web1.save", "pando restore web1.save --paused"],
        };

        async Task<int> RestoreAsync(Run run)
        {
            var request = new RestoreSavedRequest
            {
                Path = HostFile.Of(run.Value(file)),
                BypassCache = run.Has(bypass),
                Running = RunState.Of(run, running, paused),
                Force = run.Has(force),
                ResetNvram = run.Has(resetNvram),
                Xml = await HostFile.TextAsync(run, run.Value(xml)),
            };
            var job = await JobFollower.OwnAsync(run, () => run.Client.StartRestoreSavedAsync(request));
            run.Say(job, "machine.restored-from", ("name", job.Subject), ("file", request.Path));
            return ExitCode.Done;
        }
    }

    public static CliCommand Managed(string name)
    {
        var machine = Operand.Machine();
        var (bypass, running, paused, verbose) = (new Flag("--bypass-cache"), new Flag("--running"), new Flag("--paused"), new Flag("--verbose"));
        var format = new Setting("--format", "FORMAT") { Choices = Formats };
        return new CliCommand(name, "managedsave", SaveAsync, machine, bypass, running, paused, verbose, format)
        {
            Examples = ["pando managedsave web1", "pando start web1"],
        };

        async Task<int> SaveAsync(Run run)
        {
            var request = new SaveRequest { Format = run.Value(format), BypassCache = run.Has(bypass), Running = RunState.Of(run, running, paused) };
            var job = await JobFollower.OwnAsync(run, () => run.Client.StartSaveAsync(run.Value(machine), request));
            run.Say(job, "machine.saved", ("name", job.Subject));
            return ExitCode.Done;
        }
    }

    public static CliCommand RemoveManaged(string name)
    {
        var machine = Operand.Machine();
        return new CliCommand(name, "managedsave-remove", RemoveAsync, machine) { Examples = ["pando managedsave-remove web1"] };

        async Task<int> RemoveAsync(Run run)
        {
            var left = await Changes.DoAsync(run, (pandod, cancel) => pandod.RemoveManagedSaveAsync(run.Value(machine), cancel));
            run.Say(left, "machine.save-removed", ("name", left.Name));
            return ExitCode.Done;
        }
    }
}
