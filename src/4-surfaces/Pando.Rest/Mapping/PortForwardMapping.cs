using System.Net;
using Pando.Api.Networks;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Rest.Mapping;

/// <summary>Port forwards in the contract's words.</summary>
internal static class PortForwardMapping
{
    public static IReadOnlyList<Api.Networks.PortForward> Of(NetworkDefinition network) =>
    [
        .. network.PortForwards.Items.Select(static forward => new Api.Networks.PortForward
        {
            Protocol = EnumWords<PortProtocol>.LowerOf(forward.Protocol),
            Address = forward.Address,
            Port = forward.FirstPort,
            LastPort = forward.LastPort == forward.FirstPort ? null : forward.LastPort,
            Target = forward.Target,
            TargetPort = forward.TargetPort,
        }),
    ];

    public static HostPortForward Of(Api.Networks.PortForward wish) => new(
        Protocol(wish.Protocol), Port("port", wish.Port), Port("lastPort", wish.LastPort ?? wish.Port), Ip("target", wish.Target), Port("targetPort", wish.TargetPort ?? wish.Port),
        wish.Address is { } address ? Ip("address", address) : null);

    public static PortProtocol Protocol(string word) => word switch
    {
        "tcp" => PortProtocol.Tcp,
        "udp" => PortProtocol.Udp,
        _ => throw Invalid("protocol", $"{word} (tcp, udp)"),
    };

    private static int Port(string what, int port) => port is >= 1 and <= ushort.MaxValue ? port : throw Invalid(what, "1…65535");

    public static string Ip(string what, string text) => IPAddress.TryParse(text, out var address) ? address.ToString() : throw Invalid(what, text);

    private static CallerException Invalid(string what, string reason) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", reason));
}
