using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Where the content of a disk is: every kind, with all that the kind can say.</summary>
internal static class DiskSourceGenerators
{
    private const string HostLetters = "az09.-:";

    public static Gen<DiskSource> Source =>
        from source in Gen.OneOf(File, Block, Directory, Volume, Nvme, Network)
            .With(Maybe(Slice), (s, v) => s with { Slice = v })
            .With(Maybe(Encryption), (s, v) => s with { Encryption = v })
            .With(SecurityGenerators.DeviceLabels, (s, v) => s with { Labels = v })
        from user in VhostUser
        from other in Gen.Choose(0, 6)
        select other == 0 ? user : source;

    private static Gen<DiskSource> File =>
        from path in FilePath
        from handed in Maybe(Line)
        select (DiskSource)new FileSource(path) { DescriptorGroup = handed };

    private static Gen<DiskSource> Block =>
        from path in FilePath
        from reservations in Maybe(Gen.OneOf(Gen.Constant(new SourceReservations(true)), FilePath.Select(socket => new SourceReservations(false, socket))))
        select (DiskSource)new BlockSource(path) { Reservations = reservations };

    private static Gen<DiskSource> Directory => FilePath.Select(path => (DiskSource)new DirectorySource(path));

    private static Gen<DiskSource> Volume =>
        from pool in Line
        from volume in Line
        from mode in MaybeAny<VolumeMode>()
        select (DiskSource)new VolumeSource(pool, volume, mode);

    private static Gen<DiskSource> Nvme =>
        from bus in Gen.Choose(0, 255)
        from domain in Gen.Choose(0, 65535)
        from number in Gen.Choose(1, 1000)
        from managed in MaybeBool
        select (DiskSource)new NvmeSource(new PciAddress(bus, 1, 2, Domain: domain), number, managed);

    private static Gen<DiskSource> VhostUser =>
        from path in FilePath
        from reconnect in Maybe(Gen.OneOf(
            Gen.Choose(1, 100).Select(seconds => new SourceReconnect(true, seconds)),
            Gen.Elements<bool?>(false, null).Select(enabled => new SourceReconnect(enabled, null))))
        select (DiskSource)new VhostUserSource(path, reconnect);

    private static Gen<SourceSlice> Slice => from offset in Gen.Choose(0, int.MaxValue) from size in Gen.Choose(1, int.MaxValue) select new SourceSlice(offset, size);

    private static Gen<DiskEncryption> Encryption =>
        from format in Any<EncryptionFormat>()
        from engine in MaybeAny<EncryptionEngine>()
        from secrets in Several(2, _ => Secret)
        select new DiskEncryption { Format = format, Engine = engine, Secrets = secrets };

    private static Gen<SecretReference> Secret => Gen.OneOf(
        Gen.Constant(new SecretReference(Guid.Parse("5f0e2b1a-0000-4000-8000-000000000002"), null)), Line.Select(usage => new SecretReference(null, usage)));

    private static Gen<DiskSource> Network =>
        from protocol in Any<NetworkProtocol>()
        let curl = protocol is NetworkProtocol.Http or NetworkProtocol.Https or NetworkProtocol.Ftp or NetworkProtocol.Ftps
        let web = protocol is NetworkProtocol.Http or NetworkProtocol.Https
        from name in Line
        from hosts in Hosts(protocol)
        from source in Gen.Constant(new NetworkSource { Protocol = protocol, Name = protocol == NetworkProtocol.Gluster ? name + "/a" : name, Hosts = hosts })
            .With(Maybe(Login(protocol)), (s, v) => s with { Login = v?.Kind == "none" ? null : v })
            .With(Maybe(Line), (s, v) => s with { Query = web ? v : null })
            .With(MaybeBool, (s, v) => s with { Tls = protocol is NetworkProtocol.Nbd or NetworkProtocol.Vxhs ? v : null })
            .With(Maybe(Line), (s, v) => s with { TlsHostName = protocol == NetworkProtocol.Nbd ? v : null })
            .With(Maybe(Line), (s, v) => s with { Snapshot = protocol == NetworkProtocol.Rbd ? v : null })
            .With(Maybe(FilePath), (s, v) => s with { ConfigPath = protocol == NetworkProtocol.Rbd ? v : null })
            .With(Maybe(Line), (s, v) => s with { InitiatorName = protocol == NetworkProtocol.Iscsi ? v : null })
            .With(MaybeBool, (s, v) => s with { VerifiesCertificate = protocol is NetworkProtocol.Https or NetworkProtocol.Ftps ? v : null })
            .With(Several(2, Cookie), (s, v) => s with { Cookies = web ? v : [] })
            .With(MaybeNumber(1, 1 << 30), (s, v) => s with { ReadAheadBytes = curl ? v : null })
            .With(MaybeNumber(1, 1000), (s, v) => s with { TimeoutSeconds = curl ? v : null })
            .With(MaybeNumber(1, 1000), (s, v) => s with { ReconnectSeconds = protocol == NetworkProtocol.Nbd ? v : null })
            .With(Maybe(from user in Maybe(Line) from fellows in Maybe(Line) select new NfsIdentity(user, fellows)), (s, v) => s with { Identity = protocol == NetworkProtocol.Nfs ? v : null })
            .With(Maybe(FilePath), (s, v) => s with { KnownHostsPath = protocol == NetworkProtocol.Ssh ? v : null })
        select (DiskSource)source;

    private static Gen<EquatableArray<SourceHost>> Hosts(NetworkProtocol protocol)
    {
        Gen<SourceHost> tcp =
            from transport in Gen.Elements<HostTransport?>(HostTransport.Tcp, null)
            from name in Word(HostLetters)
            from port in MaybeNumber(1, 65535)
            select new SourceHost(transport, name, port);
        Gen<SourceHost> any = protocol is NetworkProtocol.Nbd or NetworkProtocol.Gluster
            ? Gen.OneOf(tcp, FilePath.Select(path => new SourceHost(HostTransport.Unix, null, SocketPath: path)))
            : tcp;
        return protocol switch
        {
            NetworkProtocol.Rbd or NetworkProtocol.Sheepdog => Several(3, _ => any),
            NetworkProtocol.Gluster => from first in any from others in Several(2, _ => any) select others.Add(first),
            _ => any.Select(host => new EquatableArray<SourceHost>([host])),
        };
    }

    private static Gen<SourceLogin> Login(NetworkProtocol protocol) =>
        from user in Line
        from secret in Secret
        from word in Gen.Elements<string?>("ceph", "iscsi", null)
        select new SourceLogin(user, protocol switch
        {
            NetworkProtocol.Rbd => "ceph",
            NetworkProtocol.Iscsi => "iscsi",
            NetworkProtocol.Http or NetworkProtocol.Https or NetworkProtocol.Ftp or NetworkProtocol.Ftps => word,
            _ => "none",
        }, secret);

    private static Gen<SourceCookie> Cookie(int number) =>
        Word("az09=<>?@").Select(value => new SourceCookie($"c{number}", new Secret(value)));
}
