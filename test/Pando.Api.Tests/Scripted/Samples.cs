using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;

namespace Pando.Api.Tests.Scripted;

/// <summary>Things that a scripted pandod answers with.</summary>
public static class Samples
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    public static string Uuid(int number) => $"3f2f6f0e-0000-4000-8000-{number:d12}";

    public static MachineState State(MachinePhase phase) => new() { Phase = phase, Reason = "user", Since = Morning, LastKnownAt = Morning };

    public static MachineSummary Summary(string name, MachinePhase phase = MachinePhase.Running, int number = 1) => new()
    {
        Id = Uuid(number),
        Name = name,
        State = State(phase),
        Persistent = true,
        Autostart = false,
        MemoryKiB = 1048576,
        Vcpus = 2,
    };

    public static Machine Machine(string name, MachinePhase phase = MachinePhase.Running, int number = 1) => new()
    {
        Id = Uuid(number),
        Name = name,
        Title = "Web server",
        State = State(phase),
        Persistent = true,
        Autostart = false,
        Version = 3,
        MemoryKiB = 1048576,
        CurrentMemoryKiB = 524288,
        SideProcesses = [],
        Vcpus = 2,
        Accelerator = "tcg",
        AcceleratorNotice = "KVM cannot run a guest here.",
        Pid = phase == MachinePhase.ShutOff ? null : 4711,
        StartedAt = phase == MachinePhase.ShutOff ? null : Morning,
        Taints = [],
        Os = new MachineOs { Type = "hvm", Arch = "x86_64", Machine = "pc-q35-7.2", Firmware = "bios" },
        Disks =
        [
            new MachineDisk { Target = "vda", Bus = "virtio", Device = "disk", Source = "/var/lib/pando/images/web1.qcow2", Format = "qcow2" },
            new MachineDisk { Target = "sda", Bus = "sata", Device = "cdrom" },
        ],
        Interfaces = [new MachineInterface { Mac = "52:54:00:12:34:56", Type = "user", Model = "virtio" }],
        Graphics = [new MachineGraphics { Type = "vnc", Listen = "127.0.0.1", Port = 5901 }],
        Consoles = [new MachineConsole { Device = "serial0", Kind = "serial", TargetType = "isa-serial" }],
        Devices = [],
    };

    public static Job Job(string kind, JobPhase phase, long? done = null, long? total = null, Problem? failure = null) => new()
    {
        Id = Uuid(99),
        Kind = kind,
        Subject = "debian-12",
        By = "root",
        Phase = phase,
        StartedAt = Morning,
        EndedAt = phase is JobPhase.Running or JobPhase.Undoing ? null : Morning.AddMinutes(1),
        Progress = new JobProgress
        {
            Step = "download-packages",
            StepNumber = 2,
            StepCount = 5,
            Done = done,
            Total = total,
            Unit = done is null ? null : "bytes",
            RatePerSecond = done is null ? null : 1024 * 1024,
            SecondsLeft = done is null ? null : 75,
            Note = "linux-image-cloud-amd64",
        },
        Failure = failure,
    };

    public static Problem NotFound(string name) => new()
    {
        Type = Problem.TypePrefix + "domain.not-found",
        Title = "Not Found",
        Status = 404,
        Code = "domain.not-found",
        Kind = ProblemKind.NotFound,
        Detail = $"There is no machine '{name}'.",
        Remedy = "'pando list --all' shows all machines.",
        Facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name },
    };
}
