using System.Globalization;
using Pando.Api.Statistics;
using Pando.Cli.Output;

namespace Pando.Cli.Watching;

/// <summary>The columns of <c>pando top</c>, in words.</summary>
internal static class TopCells
{
    public static string[] Headings(Run run) =>
    [
        run.Texts["machine.name"], "CPU %", run.Texts["machine.vcpus"], run.Texts["top.host-memory"], run.Texts["top.guest-memory"],
        run.Texts["top.disk-read"], run.Texts["top.disk-write"], run.Texts["top.net-received"], run.Texts["top.net-sent"],
    ];

    public static string[] Of(Run run, MachineRates machine) =>
    [
        Name(run, machine),
        machine.CpuPercent is { } percent ? run.Texts.Decimal(percent) : "-",
        Numbers.Plain(machine.Vcpus),
        KiB(run, machine.ResidentKiB),
        machine.UsedKiB is { } used && machine.MemoryKiB is { } memory
            ? run.Texts["machine.memory-of", ("current", KiB(run, used)), ("maximum", KiB(run, memory))]
            : KiB(run, machine.MemoryKiB),
        Rate(run, machine.DiskReadBytes), Rate(run, machine.DiskWriteBytes), Rate(run, machine.NetReceivedBytes), Rate(run, machine.NetSentBytes),
    ];

    /// <summary>What stands above the table: when, how many, and all of them together.</summary>
    public static string Summary(Run run, IReadOnlyList<MachineRates> machines) => run.Texts[
        "top.summary",
        ("time", run.Around.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        ("count", Numbers.Plain(machines.Count)),
        ("cpu", run.Texts.Decimal(machines.Sum(machine => machine.CpuPercent ?? 0))),
        ("memory", run.Texts.KiB(machines.Sum(machine => machine.ResidentKiB ?? 0)))];

    private static string Name(Run run, MachineRates machine) => machine.StaleSince is { } since
        ? run.Texts["machine.not-answering", ("state", machine.Name), ("since", run.Around.Time.Recently(since))]
        : machine.Name;

    private static string KiB(Run run, long? kib) => kib is { } known ? run.Texts.KiB(known) : "-";

    private static string Rate(Run run, double? bytes) => bytes is { } known ? run.Texts["top.per-second", ("size", run.Texts.Bytes(known))] : "-";
}
