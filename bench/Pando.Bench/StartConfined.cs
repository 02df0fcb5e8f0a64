namespace Pando.Bench;

/// <summary>What it costs a start that the machine is confined: beside a pandod that confines nothing, and QEMU by hand.</summary>
internal static class StartConfined
{
    private const int Rounds = 21;
    private const string Name = "confined";

    private static readonly IReadOnlyDictionary<string, string> Free = new[] { "CONTROL_GROUPS", "SELINUX", "APPARMOR", "LANDLOCK", "MOUNTS", "USERS" }
        .ToDictionary(what => $"PANDOD_CONFINEMENT_{what}", _ => "no", StringComparer.Ordinal);

    private static readonly IReadOnlyDictionary<string, string> AmongAll = new Dictionary<string, string>(StringComparer.Ordinal) { ["PANDOD_CONFINEMENT_USERS"] = "no" };

    public static async Task MeasureAsync(PandodUnderTest pandod, Report report)
    {
        await using var free = await PandodUnderTest.StartAsync(Free);
        await using var amongAll = await PandodUnderTest.StartAsync(AmongAll);
        await pandod.Client.DefineAsync(PandodUnderTest.Machine(Name));
        await free.Client.DefineAsync(PandodUnderTest.Machine(Name));
        await amongAll.Client.DefineAsync(PandodUnderTest.Machine(Name));
        await OneAsync(pandod, new Samples(), new Samples());
        await OneAsync(free, new Samples(), new Samples());
        await OneAsync(amongAll, new Samples(), new Samples());
        Samples confined = new(), unconfined = new(), withoutUsers = new(), byHand = new();
        for (var round = 0; round < Rounds; round++)
        {
            await OneAsync(pandod, confined, byHand);
            await OneAsync(free, unconfined, byHand);
            await OneAsync(amongAll, withoutUsers, byHand);
        }
        await pandod.Client.UndefineAsync(Name);
        report.AddDifference("start of a confined machine", confined, unconfined, "not confined", "");
        report.AddDifference("the same", confined, withoutUsers, "no user namespace", "");
        report.AddDifference("the same", confined, byHand, "QEMU by hand", "at most 60 ms more");
    }

    private static async Task OneAsync(PandodUnderTest pandod, Samples start, Samples byHand)
    {
        var machine = await start.TakeAsync(() => pandod.Client.StartAsync(Name, paused: true));
        byHand.Add(await QemuByHand.StartAsync(machine.Pid!.Value));
        await pandod.Client.DestroyAsync(Name);
    }
}
