using System.Text.RegularExpressions;
using Pando.Api.Install;
using Pando.Model.Domains;
using Pando.Model.Ports;
using Pando.Storage.CloudInit;
using CloudInitRequest = Pando.Storage.CloudInit.CloudInitRequest;

namespace Pando.Rest.Installing;

/// <summary>Makes the seed that a request describes.</summary>
internal static partial class SeedMapping
{
    /// <summary>The seed; null where none is wanted.</summary>
    public static CloudInitSeed? Of(InstallRequest request, DomainId id) => request.CloudInit is not { } wanted
        ? null
        : CloudInitSeeds.Make(new CloudInitRequest
        {
            InstanceId = id.ToString(),
            Hostname = wanted.Hostname ?? (HostName().IsMatch(request.Name) ? request.Name : null),
            User = wanted.User,
            SshKeys = [.. wanted.SshKeys],
            Password = wanted.Password,
            Packages = [.. wanted.Packages],
            NetworkConfig = wanted.NetworkConfig,
            UserData = wanted.UserData,
            MetaData = wanted.MetaData,
        });

    // A machine's name may be anything; only one that can be a host name becomes the guest's.
    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostName();
}
