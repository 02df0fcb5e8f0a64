using System.Globalization;
using Pando.Api.Install;
using Pando.Api.Machines;
using Pando.Cli.Consoles;
using Pando.Cli.Failures;
using Pando.Cli.Following;
using Pando.Cli.Installing;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando install</c>: a machine with its disks, in one job that leaves nothing behind when it does not succeed.</summary>
internal static class InstallCommand
{
    public static CliCommand Make(string name)
    {
        var options = new InstallOptions();
        var noConsole = new Flag("--noautoconsole");
        var wait = new OptionalSettings("--wait", "MINUTES");
        var dryRun = new Flag("--dry-run");
        var printXml = new OptionalSettings("--print-xml", "STEP");
        return new CliCommand(name, "install", InstallAsync, [.. options.All, noConsole, wait, dryRun, printXml])
        {
            Examples =
            [
                "pando install --name web1 --image debian-12 --cloud-init user=me,ssh-key=~/.ssh/id_ed25519.pub",
                "pando install --name db1 --memory 4096 --vcpus 2 --disk size=20 --cdrom debian-12.iso --os-variant debian12",
                "pando install --name old1 --import --disk /images/old1.qcow2 --noautoconsole --autostart",
                "pando install --name web1 --image debian-12 --print-xml",
            ],
        };

        async Task<int> InstallAsync(Run run)
        {
            var minutes = Minutes(run, wait);
            var request = await options.ReadAsync(run);
            if (run.Has(printXml) || run.Has(dryRun))
            {
                var plan = await run.Client.PlanInstallAsync(request);
                return run.Has(printXml) ? PrintXml(run, plan) : TellPlan(run, plan);
            }
            var cancel = run.Interrupts.Token;
            var job = await JobFollower.OwnAsync(run, () => run.Client.StartInstallAsync(request, CancellationToken.None));
            var machine = await run.Client.GetMachineAsync(job.Result.GetValueOrDefault("machine", request.Name), cancel);
            run.Say(machine, request.NoStart ? "install.defined" : "install.started", ("name", machine.Name));
            Notices.Accelerator(run, machine);
            var status = ExitCode.Done;
            if (WantsConsole(run, request, machine, run.Has(noConsole)))
            {
                status = await ConsoleSession.AttachAsync(run, machine.Id, machine.Name);
            }
            if (minutes is { } limit)
            {
                await MachineWait.UntilEndedAsync(run, machine, limit);
            }
            return status;
        }
    }

    private static bool WantsConsole(Run run, InstallRequest request, Machine machine, bool unwanted) =>
        !unwanted && !request.NoStart && !run.Json && machine.Consoles.Count > 0 && run.Around is { InIsTerminal: true, OutIsTerminal: true };

    private static int PrintXml(Run run, InstallPlan plan)
    {
        run.WriteXml(plan.Xml);
        return ExitCode.Done;
    }

    private static int TellPlan(Run run, InstallPlan plan)
    {
        run.Show(plan, writer =>
        {
            var texts = run.Texts;
            foreach (var volume in plan.Volumes)
            {
                var size = volume.CapacityBytes is { } bytes ? texts.Bytes(bytes) : texts["install.size-of-image"];
                writer.WriteLine(Printable.Of(volume.From is { } from
                    ? texts["install.would-make-from", ("path", volume.Path), ("format", volume.Format), ("size", size), ("from", from)]
                    : texts["install.would-make", ("path", volume.Path), ("format", volume.Format), ("size", size)]));
            }
            foreach (var notice in plan.Notices)
            {
                Notices.Tell(run, notice);
            }
            writer.WriteLine(texts["install.nothing-changed"]);
        });
        return ExitCode.Done;
    }

    /// <summary>How long to wait for the machine to be off; null: not at all. Without a number, or with -1, for as long as it takes.</summary>
    private static TimeSpan? Minutes(Run run, OptionalSettings wait) => !run.Has(wait) ? null : run.Values(wait) switch
    {
        [] or ["-1"] => Timeout.InfiniteTimeSpan,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) => TimeSpan.FromMinutes(minutes),
        [var text, ..] => throw CliException.Usage("bad-minutes", ("value", text)),
    };
}
