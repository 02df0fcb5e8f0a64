using Pando.Api.Machines;
using Pando.Api.Saving;
using Pando.Api.Problems;
using Pando.Cli.Consoles;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>Definitions in and out: define, create, undefine, dumpxml.</summary>
internal static class DefinitionCommands
{
    public static CliCommand Define(string name)
    {
        var files = new Operands("FILE", WordKind.File);
        var dryRun = new Flag("--dry-run");
        var validate = new Flag("--validate");
        return new CliCommand(name, "define", DefineAsync, files, dryRun, validate)
        {
            Examples = ["pando define web1.xml", "pando define --dry-run *.xml", "virsh dumpxml web1 | pando define -"],
        };

        // A bad file doesn't keep the ones after it from being looked at; the status is the first failure's.
        async Task<int> DefineAsync(Run run)
        {
            var status = ExitCode.Done;
            foreach (var file in run.Values(files))
            {
                try
                {
                    await DefineOneAsync(run, file, run.Has(dryRun));
                }
                catch (Exception e) when (e is PandoProblemException or CliException)
                {
                    var failed = new FailureReport(run.Around, run.Json).Tell(e);
                    status = status == ExitCode.Done ? failed : status;
                }
            }
            return status;
        }
    }

    public static CliCommand Create(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var paused = new Flag("--paused");
        var console = new Flag("--console");
        var validate = new Flag("--validate");
        var resetNvram = new Flag("--reset-nvram");
        return new CliCommand(name, "create", CreateAsync, file, paused, console, validate, resetNvram)
        {
            Examples = ["pando create rescue.xml --console"],
        };

        async Task<int> CreateAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var options = new StartOptions { Paused = run.Has(paused), ResetNvram = run.Has(resetNvram) };
            var created = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.CreateAsync(xml, options, cancel)));
            run.Say(created, "machine.created", ("name", created.Name), ("file", path));
            Notices.Accelerator(run, created);
            return run.Has(console) ? await ConsoleSession.AttachAsync(run, created.Id, created.Name) : ExitCode.Done;
        }
    }

    public static CliCommand Undefine(string name)
    {
        var machine = Operand.Machine();
        var storage = new Flag("--remove-all-storage");
        // They go to the trash with the machine unless they are to be kept; virsh wants to be told.
        var (nvram, tpm) = (new Flag("--nvram"), new Flag("--tpm"));
        var (keepNvram, keepTpm) = (new Flag("--keep-nvram"), new Flag("--keep-tpm"));
        var managedSave = new Flag("--managed-save");
        return new CliCommand(name, "undefine", UndefineAsync, machine, storage, nvram, keepNvram, tpm, keepTpm, managedSave)
        {
            Examples = ["pando undefine web1", "pando undefine web1 --remove-all-storage", "pando undefine web1 --keep-nvram --keep-tpm", "pando trash restore web1"],
        };

        async Task<int> UndefineAsync(Run run)
        {
            RefuseBoth(run, nvram, keepNvram);
            RefuseBoth(run, tpm, keepTpm);
            var options = new UndefineOptions
            {
                Storage = run.Has(storage),
                ManagedSave = run.Has(managedSave),
                KeepNvram = run.Has(keepNvram),
                KeepTpm = run.Has(keepTpm),
            };
            var trashed = await Changes.DoAsync(run, (pandod, cancel) => pandod.UndefineAsync(run.Value(machine), options, cancel));
            run.Say(trashed, "machine.undefined", ("name", trashed.Name), ("id", trashed.Id));
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var machine = Operand.Machine();
        var inactive = new Flag("--inactive");
        var secrets = new Flag("--security-info");
        return new CliCommand(name, "dumpxml", DumpAsync, machine, inactive, secrets)
        {
            Examples = ["pando dumpxml web1", "pando dumpxml web1 --inactive > web1.xml"],
        };

        async Task<int> DumpAsync(Run run)
        {
            var (xml, _) = await run.Client.GetXmlAsync(run.Value(machine), run.Has(inactive), run.Has(secrets));
            run.WriteXml(xml);
            return ExitCode.Done;
        }
    }

    private static void RefuseBoth(Run run, Flag removed, Flag kept)
    {
        if (run.Has(removed) && run.Has(kept))
        {
            throw CliException.Usage("both-of", ("one", removed.Name), ("other", kept.Name));
        }
    }

    private static async Task DefineOneAsync(Run run, string file, bool dryRun)
    {
        var xml = await InputFile.ReadAsync(run, file);
        if (dryRun)
        {
            run.WriteXml(await OfFile.AskAsync(file, () => run.Client.NormalizeAsync(xml)));
            return;
        }
        var defined = await OfFile.AskAsync(file, () => Changes.DoAsync(run, (pandod, cancel) => pandod.DefineAsync(xml, cancel)));
        run.Say(defined, "machine.defined", ("name", defined.Name), ("file", file), ("version", Output.Numbers.Plain(defined.Version)));
    }
}
