using Pando.Domains.Guests;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Starting;

/// <summary>Waits until QEMU answers, learns what it chose by itself (ports, terminals), and writes down what is in force.</summary>
internal sealed class Greet(DomainServices services, QemuLauncher launcher, StartRun? run) : JobStep
{
    public override string Name => "greet";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var qemu = run!.Qemu!;
        var session = await launcher.ConnectAsync(run.Definition.Name, qemu, cancellationToken);
        try
        {
            var definition = await launcher.LearnAsync(run.Definition.Name, qemu, session, cancellationToken);
            var identity = qemu.Process.Identity;
            var live = new LiveDomain(
                definition, run.Version, new GuestProcess(identity.Pid, identity.StartTimeTicks, identity.BootId), qemu.Accelerator,
                services.Time.GetUtcNow(), run.Transient, run.Held);
            LiveDomainFile.Write(services.Paths, live);
            KernelFiles.Discard(services.Paths.DomainRun(definition.Id));
            run.Guest = new RunningGuest(live, qemu.Process.Handle, session, qemu.MonitorPath, services.Qemu, services.Time);
            // Before the guest's first instruction, so that the firmware's first words are kept.
            run.Guest.Consoles.Open();
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    // The process is ended, and its directory removed, by the steps before.
    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
