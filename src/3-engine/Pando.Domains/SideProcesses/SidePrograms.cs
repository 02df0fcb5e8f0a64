namespace Pando.Domains.SideProcesses;

/// <summary>Every kind of program that can run beside QEMU.</summary>
internal static class SidePrograms
{
    public static IReadOnlyList<ISideProgram> Of(DomainServices services) =>
    [
        new VirtiofsdProgram(services.Qemu),
        new TpmProgram(services.Qemu, services.Paths, services.Secrets),
        new ReservationsProgram(services.Qemu),
        new PasstProgram(services.Qemu),
        new VhostUserGpuProgram(services.Qemu),
    ];
}
