using System.Security.Cryptography;
using Pando.Api.Client;
using Pando.Cli.Failures;

namespace Pando.Cli.Connection;

/// <summary>Makes a client; a file of authorities that is none is told as the file's failure.</summary>
internal static class ClientFactory
{
    public static PandoClient Make(PandoClientOptions options)
    {
        try
        {
            return new PandoClient(options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CliException.File(options.CaFile ?? "", e);
        }
    }
}
