using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.SideProcesses;

/// <summary>vhost-user-gpu, for each video card that a process of its own draws: it ends with its connection to QEMU.</summary>
internal sealed class VhostUserGpuProgram(QemuSettings settings) : ISideProgram
{
    public string Kind => "vhost-user-gpu";

    public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>(
            [.. definition.Devices.Videos.Items.Where(video => video.Driver == VideoDriver.VhostUser).Select(video => Order(video, definition))]);

    private SideProcessOrder Order(VideoDevice video, DomainDefinition definition) => new()
    {
        Name = video.Alias!.Value.Name,
        Program = VhostUserPrograms.Find(settings.VhostUserFolder, "gpu") ?? throw new CallerException(
            ErrorCodes.Domain.SideProgramMissing,
            ("name", definition.Name), ("process", $"{Kind} (Debian: qemu-system-gui)"), ("device", video.Alias!.Value.Name)),
        Arguments =
        [
            "--fd", SideProcessOrder.ListenerNumber.ToString(CultureInfo.InvariantCulture),
            .. video.Accel3D == true ? (string[])["--virgl"] : [],
            .. video.RenderNode is { } node ? (string[])["--render-node", node] : [],
        ],
        IsConnected = true,
        RunAs = settings.RunAs,
    };
}
