using Pando.Api.Machines;

namespace Pando.Cli.Output;

/// <summary>What <c>pando dominfo</c> tells.</summary>
internal static class MachineFacts
{
    public static void Write(Run run, Machine machine, TextWriter writer)
    {
        var texts = run.Texts;
        var state = machine.State;
        new FactSheet()
            .Add(texts["machine.name"], machine.Name)
            .Add("UUID", machine.Id)
            .Add(texts["machine.title"], machine.Title)
            .Add(texts["machine.state"], $"{StateWords.Of(run, state)} ({state.Reason})", StateWords.Paint(run.Colours, state))
            .Add(texts["machine.since"], state.Since is { } since ? run.Around.Time.Moment(since) : null)
            .Add(texts["machine.vcpus"], Numbers.Plain(machine.Vcpus))
            .Add(texts["machine.memory"], Memory(run, machine))
            .Add(texts["machine.persistent"], YesNo(run, machine.Persistent))
            .Add(texts["machine.autostart"], YesNo(run, machine.Autostart))
            .Add(texts["machine.managed-save"], machine.ManagedSave ? YesNo(run, true) : null)
            .Add(texts["machine.version"], machine.Version == 0 ? null : Numbers.Plain(machine.Version))
            .Add(texts["machine.accelerator"], machine.Accelerator?.ToUpperInvariant())
            .Add(texts["machine.agent"], machine.State.Agent switch
            {
                null => null,
                "connected" => texts["machine.agent.connected"],
                _ => texts["machine.agent.disconnected"],
            })
            .Add(texts["machine.notice"], machine.AcceleratorNotice, run.Colours.Warning)
            .Add(texts["machine.taints"], machine.Taints.Count == 0 ? null : string.Join("; ", machine.Taints.Select(taint => texts[$"machine.taint.{taint}"])), run.Colours.Warning)
            .Add(texts["machine.os"], $"{machine.Os.Type} {machine.Os.Arch} {machine.Os.Machine}{(machine.Os.Firmware is { } firmware ? $", {firmware}" : "")}")
            .Add(texts["machine.pid"], machine.Pid is { } pid ? Numbers.Plain(pid) : null)
            .Add(texts["machine.confined"], machine.Confinement is { } confined ? ConfinementWords.Of(run, confined) : null)
            .Add(texts["machine.limits"], machine.Confinement is { Limits: { } limits } ? ConfinementWords.Limits(limits) : null)
            .Add(texts["machine.unconfined"], machine.Confinement is { Lacking.Count: > 0 } lacking ? ConfinementWords.Lacking(run, lacking) : null, run.Colours.Faint)
            .Add(texts["machine.started-at"], machine.StartedAt is { } started ? run.Around.Time.Moment(started) : null)
            .WriteTo(writer);
    }

    public static string YesNo(Run run, bool value) => run.Texts[value ? "words.yes" : "words.no"];

    private static string Memory(Run run, Machine machine) => machine.CurrentMemoryKiB == machine.MemoryKiB
        ? run.Texts.KiB(machine.MemoryKiB)
        : run.Texts["machine.memory-of", ("current", run.Texts.KiB(machine.CurrentMemoryKiB)), ("maximum", run.Texts.KiB(machine.MemoryKiB))];
}
