using System.Globalization;
using System.Text;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// passt, for each interface whose user-mode network it carries: it needs no rights, speaks with QEMU over a connection that both
/// inherit, and confines itself. It ends when that connection does.
/// </summary>
internal sealed class PasstProgram(QemuSettings settings) : ISideProgram
{
    private const string Program = "/usr/bin/passt";

    public string Kind => "passt";

    public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>(
        [
            .. definition.Devices.Interfaces.Items
                .Where(card => card is { Source: UserNetworkSource, Backend.Program: UserNetworkProgram.Passt })
                .Select(card => Order(card, (UserNetworkSource)card.Source, definition, directory)),
        ]);

    private SideProcessOrder Order(InterfaceDevice card, UserNetworkSource source, DomainDefinition definition, string directory)
    {
        var alias = card.Alias!.Value.Name;
        if (!File.Exists(Program))
        {
            throw new CallerException(ErrorCodes.Domain.SideProgramMissing, ("name", definition.Name), ("process", Kind), ("device", alias));
        }
        var ready = Path.Combine(directory, MakeRunDirectory.OwnOfQemu, $"{alias}-passt.pid");
        return new SideProcessOrder
        {
            Name = alias,
            Program = Program,
            Arguments = Arguments(card, source, ready),
            IsConnected = true,
            ReadyPath = ready,
            RunAs = settings.RunAs,
        };
    }

    private static List<string> Arguments(InterfaceDevice card, UserNetworkSource source, string ready)
    {
        List<string> arguments =
        [
            "--foreground", "--quiet",
            "--fd", SideProcessOrder.ListenerNumber.ToString(CultureInfo.InvariantCulture),
            "--pid", ready,
            .. card.Backend.LogFile is { } log ? (string[])["--log-file", log] : ["--stderr"],
        ];
        if (source.Device is { } device)
        {
            arguments.AddRange(["--interface", device]);
        }
        if (source.Gateway is { } gateway)
        {
            arguments.AddRange(["--gateway", gateway]);
        }
        if (card.Mtu is { } mtu)
        {
            arguments.AddRange(["--mtu", mtu.ToString(CultureInfo.InvariantCulture)]);
        }
        foreach (var address in card.GuestAddresses)
        {
            arguments.AddRange(["--address", address.Address]);
            if (address is { Family: IpFamily.IPv4, Prefix: { } bits })
            {
                arguments.AddRange(["--netmask", bits.ToString(CultureInfo.InvariantCulture)]);
            }
        }
        foreach (var forward in card.PortForwards)
        {
            arguments.AddRange([forward.Protocol == PortProtocol.Tcp ? "--tcp-ports" : "--udp-ports", Ports(forward)]);
        }
        return arguments;
    }

    /// <summary>As passt has it: <c>192.0.2.1%eth0/2022:22,8080-8090,~8085</c>.</summary>
    private static string Ports(PortForward forward)
    {
        var text = new StringBuilder(forward.Address);
        if (forward.Device is { } device)
        {
            text.Append('%').Append(device);
        }
        if (text.Length > 0)
        {
            text.Append('/');
        }
        return forward.Ranges.IsEmpty ? text.Append("all").ToString() : text.AppendJoin(',', forward.Ranges.Items.Select(Range)).ToString();
    }

    private static string Range(PortRange range)
    {
        var count = (range.End ?? range.Start) - range.Start;
        return (range.Exclude == true ? "~" : "") + Span(range.Start, count) + (range.To is { } to ? ":" + Span(to, count) : "");
    }

    private static string Span(int start, int count) => count == 0
        ? start.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{start}-{start + count}");
}
