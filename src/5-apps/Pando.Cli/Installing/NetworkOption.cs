using Pando.Api.Install;
using Pando.Cli.Failures;

namespace Pando.Cli.Installing;

/// <summary><c>--network</c>: <c>user[,model=…,mac=…]</c> or <c>none</c>. Bridges and networks come in a later version, and are said to.</summary>
internal static class NetworkOption
{
    public static IReadOnlyList<InstallNetwork>? Read(string[] texts) => SubOptions.Each(texts, Parse);

    private static InstallNetwork Parse(string text)
    {
        var given = SubOptions.Parse("--network", text);
        var type = given.Take("type") ?? given.Words.FirstOrDefault() ?? (given.Take("bridge", "network") is null ? "user" : "bridge");
        if (type is not "user")
        {
            throw CliException.Usage("network-not-yet", ("type", text));
        }
        var network = new InstallNetwork { Type = type, Model = given.Take("model", "model.type"), Mac = given.Take("mac", "mac.address") };
        given.Done();
        return network;
    }
}
