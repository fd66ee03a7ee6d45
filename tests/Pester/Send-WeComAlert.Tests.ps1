BeforeAll {
    . $PSScriptRoot/Sandbox.ps1
    Import-Module $Manifest -Force
    $robot = [System.Net.NetworkCredential]::new('', '5a4db0c1-5a4d-4b0c-a1b2-sandbox00001').SecurePassword
}

Describe 'Send-WeComAlert' {
    It 'shows the message and sends nothing with -WhatIf' {
        'hello' | Send-WeComAlert -Webhook $robot -WhatIf | Should -BeNullOrEmpty
    }

    It 'sends nothing when nothing is piped in' {
        @() | Send-WeComAlert -Webhook $robot | Should -BeNullOrEmpty
    }

    It 'never shows the key' {
        'hello' | Send-WeComAlert -Webhook $robot -Endpoint 'http://127.0.0.1:1' -ErrorAction SilentlyContinue -ErrorVariable problems -WhatIf
        "$problems $($Error | Out-String)" | Should -Not -BeLike '*5a4db0c1-5a4d-4b0c-a1b2-sandbox00001*'
    }
}
