using Pando.Model.Errors;
using Pando.Storage.CloudInit;
using YamlDotNet.RepresentationModel;

namespace Pando.Storage.Tests.CloudInit;

public sealed class CloudInitSeedsTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0q0sVb1Yy2n8kT7h0Zs1f2cY0aQm3mG6c0m2o4b1pQ an@host";

    private static readonly CloudInitRequest Plain = new() { InstanceId = "6d9d5d3c-1" };

    [Fact]
    public void A_user_gets_keys_and_the_hash_of_a_password_and_no_clear_text_is_written()
    {
        var seed = CloudInitSeeds.Make(Plain with
        {
            Hostname = "web1.example.org",
            User = "an",
            SshKeys = [Key],
            Password = "bí mật: #1",
            Packages = ["nginx"],
            Commands = ["echo \"it's\" > /a"],
        });
        Assert.StartsWith("#cloud-config\n", seed.UserData, StringComparison.Ordinal);
        Assert.DoesNotContain("bí mật", seed.UserData + seed.MetaData, StringComparison.Ordinal);
        var data = Parse(seed.UserData);
        var user = (YamlMappingNode)data["users"][0];
        Assert.Equal("an", Text(user["name"]));
        Assert.Equal(Key, Text(user["ssh_authorized_keys"][0]));
        Assert.StartsWith("$6$", Text(user["hashed_passwd"]), StringComparison.Ordinal);
        Assert.Equal("false", Text(user["lock_passwd"]));
        Assert.Equal(("web1", "web1.example.org"), (Text(data["hostname"]), Text(data["fqdn"])));
        Assert.Equal("nginx", Text(data["packages"][0]));
        Assert.Equal("echo \"it's\" > /a", Text(data["runcmd"][0]));
        Assert.Equal("true", Text(data["ssh_pwauth"]));
        var meta = Parse(seed.MetaData);
        Assert.Equal(("6d9d5d3c-1", "web1.example.org"), (Text(meta["instance-id"]), Text(meta["local-hostname"])));
        Assert.Null(seed.NetworkConfig);
    }

    [Fact]
    public void Without_a_user_the_settings_are_for_the_images_own()
    {
        var data = Parse(CloudInitSeeds.Make(Plain with { SshKeys = [Key], Password = "x" }).UserData);
        Assert.False(data.Children.ContainsKey("users"));
        Assert.Equal(Key, Text(data["ssh_authorized_keys"][0]));
        Assert.StartsWith("$6$", Text(data["password"]), StringComparison.Ordinal);
        Assert.Equal("false", Text(data["chpasswd"]["expire"]));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("0123")]
    [InlineData("1e3")]
    [InlineData("null")]
    public void A_name_that_looks_like_something_else_stays_a_text(string name)
    {
        var written = CloudInitSeeds.Make(Plain with { Hostname = name }).UserData;
        Assert.Contains($"hostname: \"{name}\"", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb: c")]
    [InlineData("\"}]\\ \u0085 \u2028 #x: &a *a !!python/object")]
    [InlineData("- [")]
    public void Whatever_a_command_holds_is_only_that_command(string command)
    {
        var data = Parse(CloudInitSeeds.Make(Plain with { Commands = [command] }).UserData);
        Assert.Equal(command, Text(data["runcmd"][0]));
    }

    [Fact]
    public async Task Another_yaml_reader_understands_it_the_same()
    {
        Tool.Require("python3", "python3-yaml");
        const string command = "a\nb: \"c\" \\ \u0085 \u2028 máy #1 \u0007";
        var seed = CloudInitSeeds.Make(Plain with { Hostname = "on", Commands = [command, "yes"] });
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("user-data"), seed.UserData);
        var (status, output) = await Tool.TryRunAsync("python3", "-c",
            "import sys, json, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))", folder.File("user-data"));
        Assert.SkipWhen(output.Contains("No module named 'yaml'", StringComparison.Ordinal), "python3-yaml is missing");
        Assert.Equal(0, status);
        var read = System.Text.Json.Nodes.JsonNode.Parse(output)!;
        Assert.Equal(("on", command, "yes"), (read["hostname"]!.GetValue<string>(), read["runcmd"]![0]!.GetValue<string>(), read["runcmd"]![1]!.GetValue<string>()));
    }

    [Fact]
    public void Fixed_addresses_become_a_network_config()
    {
        var seed = CloudInitSeeds.Make(Plain with
        {
            Interfaces =
            [
                new CloudInitInterface
                {
                    MacAddress = "52:54:00:AA:bb:01", Addresses = ["192.0.2.7/24", "2001:db8::7/64"], Gateways = ["192.0.2.1", "2001:db8::1"],
                    NameServers = ["192.0.2.53"], SearchDomains = ["example.org"],
                },
                new CloudInitInterface { Dhcp4 = true },
            ],
        });
        var ethernets = Parse(seed.NetworkConfig!)["ethernets"];
        Assert.Equal("52:54:00:aa:bb:01", Text(ethernets["nic0"]["match"]["macaddress"]));
        Assert.Equal("2001:db8::7/64", Text(ethernets["nic0"]["addresses"][1]));
        Assert.Equal(("::/0", "2001:db8::1"), (Text(ethernets["nic0"]["routes"][1]["to"]), Text(ethernets["nic0"]["routes"][1]["via"])));
        Assert.Equal("true", Text(ethernets["nic1"]["dhcp4"]));
    }

    [Fact]
    public void Whole_documents_are_taken_as_they_are()
    {
        var seed = CloudInitSeeds.Make(Plain with { UserData = "#!/bin/sh\necho hi\n", MetaData = "instance-id: x\n", NetworkConfig = "version: 2\n" });
        Assert.Equal(("#!/bin/sh\necho hi\n", "instance-id: x\n", "version: 2\n"), (seed.UserData, seed.MetaData, seed.NetworkConfig));
    }

    public static TheoryData<string, CloudInitRequest> Wrong => new()
    {
        { "user", Plain with { User = "An" } },
        { "user", Plain with { User = "an:x" } },
        { "user", Plain with { User = "an\n" } },
        { "hostname", Plain with { Hostname = "a_b" } },
        { "hostname", Plain with { Hostname = "-a" } },
        { "hostname", Plain with { Hostname = "a\n" } },
        { "password", Plain with { Password = "" } },
        { "password", Plain with { Password = "a\nroot:b" } },
        { "ssh-keys", Plain with { SshKeys = ["-----BEGIN OPENSSH PRIVATE KEY-----"] } },
        { "ssh-keys", Plain with { SshKeys = [Key + "\n" + Key] } },
        { "packages", Plain with { Packages = ["nginx; rm"] } },
        { "packages", Plain with { Packages = ["--force-yes"] } },
        { "commands", Plain with { Commands = [""] } },
        { "network", Plain with { Interfaces = [new CloudInitInterface()] } },
        { "network", Plain with { Interfaces = [new CloudInitInterface { Addresses = ["192.0.2.7"] }] } },
        { "network", Plain with { Interfaces = [new CloudInitInterface { Addresses = ["192.0.2.7/33"] }] } },
        { "network", Plain with { Interfaces = [new CloudInitInterface { Dhcp4 = true, Gateways = ["1"] }] } },
        { "network", Plain with { Interfaces = [new CloudInitInterface { Dhcp4 = true, MacAddress = "52:54" }] } },
        { "user-data", Plain with { UserData = "hello" } },
        { "user-data", Plain with { UserData = "#cloud-config\na: [" } },
        { "user-data", Plain with { UserData = "#cloud-config\n", User = "an" } },
        { "meta-data", Plain with { MetaData = "a: b: c" } },
        { "network-config", Plain with { NetworkConfig = "version: 2", Interfaces = [new CloudInitInterface { Dhcp4 = true }] } },
        { "instance-id", Plain with { InstanceId = "" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_would_only_fail_inside_the_guest_is_refused(string field, CloudInitRequest request)
    {
        var failure = await Failing.With(ErrorCodes.Storage.BadCloudInit, Task.Run(() => CloudInitSeeds.Make(request)));
        Assert.Contains(failure.Facts, fact => fact == ("field", field));
    }

    private static YamlMappingNode Parse(string document)
    {
        var stream = new YamlStream();
        using var text = new StringReader(document);
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string? Text(YamlNode node) => ((YamlScalarNode)node).Value;
}
