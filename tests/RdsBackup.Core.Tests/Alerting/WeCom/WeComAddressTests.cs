using RdsBackup.Alerting.WeCom;

namespace RdsBackup.Core.Tests.Alerting.WeCom;

/// <summary>Where a robot is, read from what people copy out of WeCom.</summary>
public sealed class WeComAddressTests
{
    private const string Key = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa";

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + Key, "https://qyapi.weixin.qq.com/")]
    [InlineData("  https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + Key + "\n", "https://qyapi.weixin.qq.com/")]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/upload_media?type=file&key=" + Key, "https://qyapi.weixin.qq.com/")]
    [InlineData("https://im.example.com:8443/cgi-bin/webhook/send?key=" + Key, "https://im.example.com:8443/")]
    [InlineData("https://gate.example.com/wecom/cgi-bin/webhook/send?key=" + Key, "https://gate.example.com/wecom/")]
    [InlineData(Key, "https://qyapi.weixin.qq.com/")]
    [InlineData(" " + Key + " ", "https://qyapi.weixin.qq.com/")]
    public void An_address_or_a_key_leads_to_the_robot(string secret, string host) =>
        Assert.Equal($"{host}cgi-bin/webhook/send?key={Key}", WeComAddress.Parse(secret).Operation("send").AbsoluteUri);

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080/")]
    [InlineData("https://gate.example.com/wecom", "https://gate.example.com/wecom/")]
    public void A_key_alone_belongs_to_the_endpoint(string endpoint, string host) => Assert.Equal(
        $"{host}cgi-bin/webhook/upload_media?key={Key}&type=file",
        WeComAddress.Parse(Key, new Uri(endpoint)).Operation("upload_media", "&type=file").AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("${env:WECOM_KEY}")]
    [InlineData("a key")]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send")]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=")]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?token=sesame-open-up")]
    [InlineData("ftp://qyapi.weixin.qq.com/?key=sesame-open-up")]
    [InlineData("https://?key=sesame-open-up")]
    [InlineData("../sesame-open-up")]
    public void Anything_else_is_refused_and_not_repeated(string secret)
    {
        RdsBackupException error = Assert.Throws<RdsBackupException>(() => WeComAddress.Parse(secret));

        Assert.Equal("WeComWebhookInvalid", error.ErrorId);
        Assert.DoesNotContain("sesame", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void Its_text_is_the_masked_key() => Assert.Equal("693a…5aaa", WeComAddress.Parse(Key).ToString());

    [Fact]
    public void A_short_key_is_masked_as_a_whole() => Assert.Equal("***", WeComAddress.Parse("short-key").ToString());

    [Fact]
    public void Robots_are_told_apart_without_their_keys()
    {
        string fingerprint = WeComAddress.Parse(Key).Fingerprint;

        Assert.NotEqual(fingerprint, WeComAddress.Parse(Key, new Uri("http://127.0.0.1:8080")).Fingerprint);
        Assert.Equal(fingerprint, WeComAddress.Parse($"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={Key}").Fingerprint);
        Assert.NotEqual(fingerprint, WeComAddress.Parse(Key + "0").Fingerprint);
        Assert.DoesNotContain(fingerprint, Key, StringComparison.OrdinalIgnoreCase);
    }
}
