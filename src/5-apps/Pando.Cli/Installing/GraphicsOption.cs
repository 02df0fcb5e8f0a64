using System.Globalization;
using Pando.Api.Install;
using Pando.Cli.Failures;

namespace Pando.Cli.Installing;

/// <summary><c>--graphics</c>: <c>vnc[,listen=…,port=…]</c> or <c>none</c>.</summary>
internal static class GraphicsOption
{
    public static IReadOnlyList<InstallGraphics>? Read(string[] texts) => SubOptions.Each(texts, Parse);

    private static InstallGraphics Parse(string text)
    {
        var given = SubOptions.Parse("--graphics", text);
        var type = given.Take("type") ?? given.Words.FirstOrDefault() ?? "";
        if (type is not "vnc")
        {
            throw CliException.Usage("graphics-not-yet", ("type", text));
        }
        var graphics = new InstallGraphics { Type = type, Listen = given.Take("listen"), Port = Port(given) };
        given.Done();
        return graphics;
    }

    private static int? Port(SubOptions given) => given.Take("port") switch
    {
        null or "-1" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 5900 and <= 65535 => port,
        var text => throw given.Bad("port", text),
    };
}
