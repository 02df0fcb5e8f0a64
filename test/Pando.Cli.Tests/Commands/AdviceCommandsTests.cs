using Pando.Api.Advice;
using Pando.Cli.Tests.Harness;

namespace Pando.Cli.Tests.Commands;

public sealed class AdviceCommandsTests : CliTest
{
    private static readonly IReadOnlyList<DoctorFinding> Findings =
    [
        new() { Name = "disk-cache-unsafe", Concern = DoctorConcern.Safety, Subject = "vda", Message = "Disk vda loses data.", Remedy = "cache='none'.", Fixable = true },
        new() { Name = "host-without-kvm", Concern = DoctorConcern.Performance, Message = "No KVM.", Remedy = "'pando check'.", Fixable = false },
    ];

    [Fact]
    public async Task Findings_are_shown_with_what_to_do()
    {
        Pandod.On("GET", "/api/v1/machines/web1/doctor", Findings);

        Assert.Equal(
            """
            safety  Disk vda loses data.
              fix: cache='none'.  [disk-cache-unsafe]
            performance  No KVM.
              do: 'pando check'.  [host-without-kvm]

            'pando doctor web1 --fix' makes a new version with the fixes; the next start uses it.

            """, (await RunAsync("doctor", "web1")).Out);
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        Pandod.On("GET", "/api/v1/machines/web1/doctor", (IReadOnlyList<DoctorFinding>)[]);

        Assert.Equal("Nothing to say about machine 'web1'.\n", (await RunAsync("doctor", "web1")).Out);
    }

    [Fact]
    public async Task Fixing_says_how_many_and_what_version()
    {
        Pandod.On("GET", "/api/v1/machines/web1/doctor", Findings);
        Pandod.On("GET", "/api/v1/machines/web1", Samples.Machine("web1") with { Version = 3 });
        Pandod.On("POST", "/api/v1/machines/web1/doctor/fix", Samples.Machine("web1") with { Version = 4 });

        Assert.Equal("Machine 'web1': 1 fixed, version 4; the next start uses it.\n", (await RunAsync("doctor", "web1", "--fix")).Out);
    }

    [Fact]
    public async Task A_profile_can_be_seen_before_it_is_applied()
    {
        Pandod.On("GET", "/api/v1/machines/web1/profiles/dense", new ProfilePreview { Profile = "dense", Xml = "<domain/>", Diff = "--- a\n+++ b\n", Notices = [Findings[1]] });
        Pandod.On("PUT", "/api/v1/machines/web1/profiles/dense", Samples.Machine("web1") with { Version = 5 });

        Assert.Equal("<domain/>\n", (await RunAsync("profile", "web1", "dense", "--print-xml")).Out);
        var applied = await RunAsync("profile", "web1", "dense");

        Assert.Equal("Machine 'web1' has profile dense, version 5; the next start uses it.\n", applied.Out);
        Assert.Equal("notice: No KVM. 'pando check'.\n", applied.Error);
    }
}
